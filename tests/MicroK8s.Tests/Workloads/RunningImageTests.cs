using System.Text.Json;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Workloads;

public sealed class RunningImageTests
{
    private const string Digits = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";

    [Theory]
    [InlineData($"docker-pullable://shop/web@sha256:{Digits}", $"sha256:{Digits}")]
    [InlineData($"docker://sha256:{Digits}", $"sha256:{Digits}")]
    [InlineData($"docker.io/shop/web@sha256:{Digits}", $"sha256:{Digits}")]
    [InlineData($"registry.example:5000/shop/web@sha256:{Digits}", $"sha256:{Digits}")]
    [InlineData($"sha256:{Digits}", $"sha256:{Digits}")]
    [InlineData(Digits, $"sha256:{Digits}")]
    [InlineData("shop/web@sha512:abc", "sha512:abc")]
    public void Every_runtime_tells_the_digest_in_its_own_form(string imageId, string digest) =>
        Assert.Equal(digest, Read($$"""{ "imageID": "{{imageId}}" }"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "imageID": "" }""")]
    [InlineData("""{ "imageID": "docker.io/shop/web:v1.0" }""")]
    public void What_tells_no_digest_gives_none(string status) => Assert.Null(Read(status));

    private static string? Read(string status)
    {
        using var document = JsonDocument.Parse(status);
        return RunningImage.DigestOf(document.RootElement);
    }
}
