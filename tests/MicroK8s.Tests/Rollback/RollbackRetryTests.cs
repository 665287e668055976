using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>A rollback that is asked for again: by the same pipeline run, by another one, by a person.</summary>
public sealed class RollbackRetryTests
{
    private const string History = "deployment.kubernetes.io/revision-history";
    private static readonly PipelineRun Run = new("20260101.1", "deploy", "Ann", "https://dev.example/17");
    private static readonly PipelineRun Other = Run with { Link = "https://dev.example/18" };

    private static readonly KubeObject[] Before = [Set("web:1", 1, "a", 1), Set("web:2", 2, "b", 2)];
    private static readonly KubeObject[] After = [Set("web:2", 2, "b", 2), Set("web:1", 3, "a", 1, "1")];

    [Fact]
    public void A_run_notes_what_it_rolls_back_and_nobody_else_does()
    {
        string patch = Plan("web:2", Before, new RollbackGoal { Run = Run }).Patch.ToString();
        Assert.Contains("microk8s-powershell~1rollback", patch, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "microk8s-powershell", Plan("web:2", Before, new RollbackGoal()).Patch.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "\"op\":\"remove\",\"path\":\"/metadata/annotations/microk8s-powershell~1rollback\"",
            Plan("web:2", Before, new RollbackGoal(), Run).Patch.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_run_does_not_go_forward_again(bool isNumbered)
    {
        RollbackPlan plan = Plan("web:1", isNumbered ? After : Before, new RollbackGoal { Run = Run }, Run);
        Assert.True(plan is { IsDone: true, IsUnchanged: true });
        Assert.Equal(["web:1"], plan.To.Images);
    }

    [Fact]
    public void Another_run_and_a_person_do_and_are_warned()
    {
        foreach (RollbackGoal goal in new[] { new RollbackGoal { Run = Other }, new RollbackGoal() })
        {
            RollbackPlan plan = Plan("web:1", After, goal, Run);
            Assert.False(plan.IsDone);
            Assert.Equal(2, plan.To.Number);
            Assert.Contains("-ToRevision", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        }

        Assert.Empty(Plan("web:2", Before, new RollbackGoal()).Warnings);
    }

    [Fact]
    public void The_same_run_goes_where_it_is_sent()
    {
        RollbackPlan plan = Plan("web:1", After, new RollbackGoal { Run = Run, Revision = 2 }, Run);
        Assert.False(plan.IsDone);
        Assert.Equal(2, plan.To.Number);
        Assert.True(Plan("web:1", After, new RollbackGoal { Run = Run, Revision = 1 }, Run).IsDone);
        Assert.Equal(2, Plan("web:1", After, new RollbackGoal { Run = Run, Version = "2" }, Run).To.Number);
    }

    [Fact]
    public void What_was_rolled_out_since_can_be_rolled_back_by_the_same_run()
    {
        KubeObject[] since = [Set("web:1", 3, "a", 1, "1"), Set("web:2", 4, "b", 2, "2")];
        RollbackPlan plan = Plan("web:2", since, new RollbackGoal { Run = Run }, Run);
        Assert.False(plan.IsDone);
        Assert.Equal(3, plan.To.Number);
    }

    [Fact]
    public void A_revision_is_found_by_the_number_that_it_had()
    {
        RollbackPlan plan = Plan("web:1", After, new RollbackGoal { Revision = 1 });
        Assert.True(plan is { IsUnchanged: true, To.Number: 3 });
        KubeObject[] further = [Set("web:1", 3, "a", 1, "1"), Set("web:4", 4, "d", 4)];
        plan = Plan("web:4", further, new RollbackGoal { Revision = 1 });
        Assert.Equal(3, plan.To.Number);
        Assert.Contains("as revision 3", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"run\":17}")]
    public void A_note_that_cannot_be_read_is_none(string text) => Assert.Equal(
        2, RollbackPlanner.Plan(Deployment("web:1", text), After, [], new RollbackGoal { Run = Run }).To.Number);

    private static RollbackPlan Plan(string image, KubeObject[] sets, RollbackGoal goal, PipelineRun? noted = null) =>
        RollbackPlanner.Plan(
            Deployment(image, noted is null ? null : $$"""{"run":"{{noted.Link}}","from":2,"to":1}"""), sets, [], goal);

    private static KubeObject Deployment(string image, string? note)
    {
        var annotations = new JsonObject { ["a"] = "b" };
        if (note is not null) annotations["microk8s-powershell/rollback"] = note;
        return Fake.Deployment(image, metadata: new JsonObject { ["annotations"] = annotations }.ToJsonString());
    }

    private static KubeObject Set(string image, long number, string uid, int hour, string history = "")
    {
        JsonObject json = Fake.ReplicaSet(image, number, uid: uid).ToNode();
        json["metadata"]!["creationTimestamp"] = $"2026-01-01T0{hour}:00:00Z";
        json["metadata"]!["annotations"]![History] = history;
        return KubeObject.Parse(json.ToJsonString());
    }
}
