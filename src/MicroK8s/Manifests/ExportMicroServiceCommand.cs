using System.Management.Automation;
using System.Text.Json.Nodes;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Commands.Manifests;

[Cmdlet(
    VerbsData.Export, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string))]
public sealed class ExportMicroServiceCommand : WorkloadCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private ManifestFiles? _files;
    private IYaml? _yaml;

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    [Parameter]
    public SwitchParameter WithoutNamespace { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginAsync()
    {
        _yaml = BackendFactory.Create().Yaml;
        if (Path is null) return Task.CompletedTask;
        _files = new ManifestFiles(InputFiles.Place(SessionState.Path, Path), NoClobber, Force, IncludeSecret);
        return Task.CompletedTask;
    }

    private protected override Task EndAsync()
    {
        foreach ((string file, string text) in _files?.Texts ?? [])
        {
            try
            {
                _files!.CheckMayWrite(file);
                if (ShouldProcess($"Write {file}", $"Write {file}?", "Export-MicroService")) _files.Write(file, text);
            }
            catch (ClusterException exception)
            {
                Report(exception);
            }
        }

        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        ServiceExport export =
            await ServiceExport.ReadAsync(session, workload, IncludeSecret, !WithoutNamespace, StopToken);
        foreach (string note in export.Notes) WriteWarning(note);
        foreach (JsonObject manifest in export.Manifests)
        {
            // Services of one pipeline may share a ConfigMap or an Ingress, which is then published once.
            // Each begins with the mark of a new document, so that they may be written one after the other.
            string text = $"---\n{_yaml!.Write(manifest)}";
            if (!_seen.Add($"{workload.Namespace} {text}")) continue;
            if (_files is null) WriteObject(text.TrimEnd('\n'));
            else _files.Add(name, text);
        }
    }
}
