using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Dns;

/// <summary>Whether names of services can be resolved: the DNS service has ready endpoints.</summary>
public sealed class DnsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Dns";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Network;

    /// <inheritdoc/>
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // CoreDNS kept the label, and nearly every distribution too, whatever the name of the service.
        var query = new ResourceQuery(ResourceTypes.Service, HealthScope.SystemNamespace)
        {
            LabelSelector = DnsRules.Label,
        };
        bool found = false;
        await foreach (KubeObject service in
            scope.Session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            found = true;
            var endpoints = new ResourceRef(ResourceTypes.Endpoints, service.Namespace, service.Name);
            yield return DnsRules.Judge(
                service,
                await scope.Session.Resources.FindAsync(endpoints, cancellationToken).ConfigureAwait(false));
        }

        if (!found) yield return DnsRules.Missing;
    }
}
