using MicroK8s.Conventions;

namespace MicroK8s.Tests.Conventions;

public sealed class PipelineRunTests
{
    private static readonly Dictionary<string, string> Agent = new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True",
        ["BUILD_BUILDNUMBER"] = "20261123.4",
        ["BUILD_BUILDID"] = "99",
        ["BUILD_DEFINITIONNAME"] = "shop ci",
        ["BUILD_REQUESTEDFOR"] = "Jo Doe",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.example.com/org/",
        ["SYSTEM_TEAMPROJECT"] = "My Shop",
    };

    [Fact]
    public void A_run_tells_who_and_which()
    {
        PipelineRun run = PipelineRun.From(Agent.GetValueOrDefault)!;
        Assert.Equal("run 20261123.4 of shop ci for Jo Doe", run.ToString());
        Assert.Equal(
            "https://dev.example.com/org/My%20Shop/_build/results?buildId=99",
            run.Annotations["azure-pipelines/runuri"]);
    }

    [Fact]
    public void Outside_of_a_pipeline_there_is_none() => Assert.Null(PipelineRun.From(_ => null));

    [Fact]
    public void What_the_agent_does_not_say_is_left_out()
    {
        PipelineRun run = PipelineRun.From(name => name is "TF_BUILD" ? "True" : null)!;
        Assert.Equal(["azure-pipelines/run"], run.Annotations.Keys);
    }
}
