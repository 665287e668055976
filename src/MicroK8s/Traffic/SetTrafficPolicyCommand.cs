using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Set, "TrafficPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrafficPolicy))]
public sealed class SetTrafficPolicyCommand : TrafficPolicyCmdlet
{
    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? RequestTimeout { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? RetryAttempts { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? RetryTimeout { get; set; }

    [Parameter]
    [ExactType(typeof(string[]))]
    [ArgumentCompleter(typeof(PolicyWordCompleter))]
    public string[]? RetryOn { get; set; }

    [Parameter]
    [Alias("Consecutive5xxErrors")]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? ConsecutiveErrors { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? ConsecutiveGatewayErrors { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? OutlierInterval { get; set; }

    [Parameter]
    [Alias("BaseEjectionTime")]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? EjectionTime { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxEjectionPercent { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MinHealthPercent { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxConnections { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? ConnectTimeout { get; set; }

    [Parameter]
    [Alias("Http1MaxPendingRequests")]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxPendingRequests { get; set; }

    [Parameter]
    [Alias("Http2MaxRequests")]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxRequests { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxRequestsPerConnection { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? MaxRetries { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? IdleTimeout { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(PolicyWordCompleter))]
    public string? LoadBalancer { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? HashHeader { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? HashCookie { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? HashCookieTtl { get; set; }

    [Parameter]
    public SwitchParameter HashSourceIp { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? HashQueryParameter { get; set; }

    [Parameter]
    [Pairs]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public IDictionary? LocalityFailover { get; set; }

    [Parameter]
    [Pairs]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public IDictionary? LocalityDistribution { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(PolicyWordCompleter))]
    public string? TlsMode { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? TlsHostname { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(ConfigMapCompleter))]
    public string? TlsCaConfigMap { get; set; }

    [Parameter]
    public SwitchParameter TlsSystemCa { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? FaultDelay { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? FaultDelayPercent { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? FaultAbort { get; set; }

    [Parameter]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? FaultAbortPercent { get; set; }

    [Parameter]
    [Pairs]
    public IDictionary? Policy { get; set; }

    private protected override Task<PolicyPlan> PlanAsync(IClusterSession session, PolicyTarget target) =>
        TrafficPolicies.PlanAsync(session, target, Values(), Block(), StopToken);

    private protected override async Task<bool> WriteAsync(IClusterSession session, ChangeSet change) =>
        await ChangeAsync(session, change) is not null;

    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string name in PolicyInput.Parameters)
        {
            if (!MyInvocation.BoundParameters.TryGetValue(name, out object? value)) continue;
            values[name] = value switch
            {
                SwitchParameter flag => flag.IsPresent ? true : null,
                IDictionary pairs => InputManifest.ToJson(InputPairs.From(pairs), name),
                _ => value,
            };
        }

        return values;
    }

    private JsonObject? Block() => Policy is null
        ? null
        : InputManifest.ToJson(Policy, nameof(Policy)) as JsonObject
            ?? throw InvalidInput.Of(nameof(Policy), $"{Policy}", "must be a hashtable");
}
