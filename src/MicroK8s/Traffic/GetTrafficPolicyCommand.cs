using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic.Policies;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Get, "TrafficPolicy")]
[OutputType(typeof(TrafficPolicy))]
public sealed class GetTrafficPolicyCommand : NamespacedCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        string namespaceName = ResolveNamespace(session);
        string[] exact = [.. Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name))];
        IReadOnlyList<TrafficPolicy> policies = await TrafficPolicies.ReadAsync(
            session, namespaceName, exact,
            denial => WriteWarning($"Not all rules could be read: {denial.Message}"), StopToken);
        foreach (TrafficPolicy policy in policies.Where(policy => Name.Any(name => IsNamed(policy, name))))
        {
            WriteObject(policy with { Context = session.Context.Name, KubeConfig = KubeConfigInUse() });
        }

        foreach (string name in exact.Where(name => !policies.Any(policy => IsNamed(policy, name))))
        {
            Report(new ClusterException(
                ClusterFault.ResourceNotFound,
                $"Namespace {namespaceName} has no Service {name}, and no rule for it.", name,
                "Get-MicroService lists the services; look in another namespace with -Namespace."));
        }
    }

    /// <summary>A service has several names; wildcards are for the shortest, which is shown.</summary>
    internal static bool IsNamed(TrafficPolicy policy, string name) =>
        WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(policy.Name)
        || ServiceHost.Parse(name, policy.Namespace) == ServiceHost.Parse(policy.Name, policy.Namespace);
}
