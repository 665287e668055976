using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>Decides what goes with a canary. Pure.</summary>
internal static class CanaryWithdrawal
{
    /// <summary>
    /// The changes that take away what was made for a canary, whoever carries it out, in an order in which every step
    /// serves.
    /// </summary>
    /// <param name="service">The service, whose canary has no pods any more.</param>
    /// <param name="read">What was read.</param>
    /// <param name="remains">Takes a sentence for each thing that has to stay.</param>
    public static IReadOnlyList<ObjectChange> Plan(
        ServiceHost service, RoutingObjects read, ICollection<string> remains)
    {
        var none = new Dictionary<string, string>();
        var pods = new CanaryPods(service, none, none);
        ObjectChange[] rules =
            [.. TrafficProviders.All.SelectMany(provider => provider.Withdraw(pods, read, remains))];
        RoutingObjects after = ChangedObjects.Of(read, [.. rules.Select(change => change.Write)]);
        return [.. rules, .. ServiceBackends.Withdraw(pods, after, remains)];
    }
}
