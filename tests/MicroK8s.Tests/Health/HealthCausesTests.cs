using MicroK8s.Health;

namespace MicroK8s.Tests.Health;

/// <summary>Each code on the real cluster: caused, and found.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InCluster)]
public sealed class HealthCausesTests(HealthCauses causes) : IClassFixture<HealthCauses>
{
    public static TheoryData<string> Codes => [.. HealthCauses.Table.Select(row => row.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void What_was_caused_is_found_with_its_code_and_evidence(string code)
    {
        (_, string target, string how) = HealthCauses.Table.Single(row => row.Code == code);
        Assert.True(causes.Find(code) is not null, $"{how}: no finding {code} of {causes.Name(target)}");
        HealthFinding finding = causes.Find(code)!.Value.Finding;
        Assert.Equal(causes.Name(target), finding.Target);
        Assert.InRange(finding.Status, HealthStatus.Warning, HealthStatus.Unhealthy);
        Assert.False(string.IsNullOrWhiteSpace(finding.Evidence), code);
    }
}
