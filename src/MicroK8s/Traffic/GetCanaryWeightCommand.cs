using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
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

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        string namespaceName = ResolveNamespace(session);
        WildcardPattern[] patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (TrafficSplit split in TrafficSplits.ReadAsync(session, namespaceName, StopToken))
        {
            if (!patterns.Any(pattern => pattern.IsMatch(split.Name))) continue;
            found.Add(split.Name);
            WriteObject(split with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
        }

        foreach (string name in Name.Where(name => !found.Contains(name)))
        {
            if (WildcardPattern.ContainsWildcardCharacters(name)) continue;
            Report(new ClusterException(
                ClusterFault.RouteNotFound,
                $"No VirtualService of namespace {namespaceName} has an http route to {name}.", name,
                "Make the routes with New-Canary, or look in another namespace with -Namespace."));
        }
    }
}
