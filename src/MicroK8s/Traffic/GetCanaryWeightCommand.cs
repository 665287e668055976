using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Routing;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Get, "CanaryWeight")]
[OutputType(typeof(TrafficSplit))]
public sealed class GetCanaryWeightCommand : NamespacedCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(RoutedServiceCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [ValidateSet("Istio", "GatewayApi", "IngressNginx", "ReplicaRatio")]
    public string? Provider { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        string namespaceName = ResolveNamespace(session);
        var found = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<TrafficSplit> splits = await TrafficSplits.ReadAsync(
            session, namespaceName, Provider,
            denial => WriteWarning($"Not all routes could be read: {denial.Message}"), StopToken);
        foreach (TrafficSplit split in splits)
        {
            string[] by = [.. Name.Where(name => IsNamed(split, name))];
            if (by.Length == 0) continue;
            found.UnionWith(by);
            WriteObject(split with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
        }

        foreach (string name in Name.Where(name => !found.Contains(name)))
        {
            if (WildcardPattern.ContainsWildcardCharacters(name)) continue;
            Report(RouteFaults.NoRoute(namespaceName, name));
        }
    }

    /// <summary>A service has several names; wildcards are for the shortest, which is shown.</summary>
    private static bool IsNamed(TrafficSplit split, string name) =>
        WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(split.Name)
        || ServiceHost.Parse(name, split.Namespace) is var service
            && (service == ServiceHost.Parse(split.Name, split.Namespace)
                || (split.Canary is not null && split.CanarySubset is null && split.Destinations.Any(
                    one => ServiceHost.Parse(one.Host, split.Namespace) == service)));
}
