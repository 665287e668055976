using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.ControlPlane;

/// <summary>What the age of a lease means.</summary>
public static class LeaseRules
{
    /// <summary>The default of <c>--leader-elect-lease-duration</c>.</summary>
    private const int LeaderLeaseSeconds = 15;

    /// <summary>The verdict on an elected control loop.</summary>
    /// <param name="loop">Its name.</param>
    /// <param name="lease">Its lease in kube-system. Null if there is none.</param>
    /// <param name="now">The time by the server's clock.</param>
    public static HealthVerdict JudgeLeader(string loop, KubeObject? lease, DateTimeOffset now)
    {
        var target = HealthTarget.Of("Lease", HealthScope.SystemNamespace, loop) with { Text = loop };
        if (lease is null)
        {
            return HealthVerdict.Of(target, new HealthProblem(
                LoopCodes.Hidden,
                "It has no Lease in kube-system: a managed control plane hides it, or it runs without leader election",
                "Test-ClusterHealth -Exclude ControlLoops"));
        }

        // A lease that was given back has neither holder nor a useful duration.
        string? holder = lease.Json.Text("spec", "holderIdentity");
        int seconds = Math.Max(lease.Json.Count("spec", "leaseDurationSeconds"), LeaderLeaseSeconds);
        TimeSpan? age = now - lease.Json.Time("spec", "renewTime");
        string renewed = age is null ? "never renewed" : $"renewed {AgeText.Of(age.Value)} ago";

        // Another candidate may take over after one duration; after two, none did.
        bool fresh = age is not null && age <= TimeSpan.FromSeconds(2 * seconds);
        return (fresh, holder) switch
        {
            (false, _) => HealthVerdict.Of(target, new HealthProblem(
                LoopCodes.NoInstance, $"No instance works: its Lease was {renewed}, valid for {seconds} s",
                $"Test-ClusterHealth SystemPods, and the log of {loop}")),
            (true, null or "") => HealthVerdict.Of(target, new HealthProblem(
                LoopCodes.NoLeader, $"It has no leader at the moment: its Lease was {renewed}")),

            // The part after the host's name is a uuid that tells nobody anything.
            _ => new HealthVerdict(HealthStatus.Healthy, target, $"Led by {holder.Split('_')[0]}, {renewed}"),
        };
    }
}
