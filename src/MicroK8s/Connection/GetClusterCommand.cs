using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Connection;

[Cmdlet(VerbsCommon.Get, "Cluster")]
[OutputType(typeof(ClusterContext))]
public sealed class GetClusterCommand : AsyncCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Context")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names("Context")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KubeConfig { get; set; }

    private protected override async Task ProcessAsync()
    {
        string? path = KubeConfig is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(KubeConfig);
        ConnectionOptions options = ConnectionDefaults.Current.Apply(path, context: null);
        IReadOnlyList<ClusterContext> contexts = await ContextsFile.ReadAsync(options, StopToken);
        foreach (string name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            ClusterContext[] found = [.. contexts.Where(context => pattern.IsMatch(context.Name))];
            foreach (ClusterContext context in found) WriteObject(Mark(context, options));
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Report(NotFound(name, contexts));
            }
        }
    }

    /// <summary>Current is what a cmdlet without parameters would use: the session's choice, else the file's.</summary>
    private static ClusterContext Mark(ClusterContext context, ConnectionOptions options) =>
        context with
        {
            IsCurrent = options.Context is null ? context.IsCurrent : context.Name == options.Context,
            KubeConfig = options.KubeConfig,
        };

    private static Errors.ClusterException NotFound(string name, IReadOnlyList<ClusterContext> contexts) => new(
        Errors.ClusterFault.ContextNotFound, $"The kubeconfig has no context '{name}'.", name,
        $"It has: {string.Join(", ", contexts.Select(context => context.Name))}.");
}
