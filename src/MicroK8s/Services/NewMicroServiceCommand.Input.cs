using MicroK8s.Commands.Input;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Yaml;

namespace MicroK8s.Commands.Services;

/// <summary>Where services come from: the parameters, the pipeline, files.</summary>
public sealed partial class NewMicroServiceCommand
{
    private IReadOnlyList<KeyValuePair<string, object?>> _given = [];
    private ConnectionOptions _givenConnection = new();
    private readonly HashSet<(IClusterSession Session, string Namespace, string Name)> _targets = [];
    private int _inputs;
    private bool _isAnyWrong;

    private protected override Task BeginAsync()
    {
        // What the command line says goes before what the pipeline brings.
        _given = GivenFields();
        _givenConnection = new ConnectionOptions(KubeConfig, Context);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        switch (ParameterSetName)
        {
            case ByFile:
                foreach (string pattern in Path!) await TryDocumentAsync(() => ReadFilesAsync(pattern));
                break;
            case ByObject when InputObject!.BaseObject is FileSystemInfo file:
                await ReadFileAsync(file.FullName);
                break;
            case ByObject:
                foreach (object? item in InputPairs.ItemsOf(InputObject)) await TryAsync(() => ReadObjectAsync(item));
                break;
            default:
                await PlanAsync(ServiceInput.Empty);
                break;
        }
    }

    private Task ReadObjectAsync(object? item) => PlanAsync(ServiceInput.FromObject(item, ++_inputs));

    private async Task ReadFilesAsync(string pattern)
    {
        foreach (string file in InputFiles.Find(SessionState.Path, pattern)) await ReadFileAsync(file);
    }

    private async Task ReadFileAsync(string file)
    {
        await TryDocumentAsync(async () =>
        {
            string source = InputFiles.Shorten(SessionState.Path, file);
            IReadOnlyList<YamlDocument> documents = BackendFactory.Create().Yaml.Read(InputFiles.Read(file), source);
            if (documents.Count == 0) throw InvalidInput.Of(nameof(Path), source, "holds no service");
            foreach (YamlDocument document in documents)
            {
                await TryDocumentAsync(() => PlanAsync(ServiceInput.FromDocument(document)));
            }
        });
    }

    /// <summary>Reads one document; a fault of it is reported, and keeps the others from being created.</summary>
    private async Task TryDocumentAsync(Func<Task> body)
    {
        bool isRead = false;
        await TryAsync(async () =>
        {
            await body();
            isRead = true;
        });
        _isAnyWrong |= !isRead;
    }

    private async Task PlanAsync(ServiceInput input)
    {
        ConnectionOptions options = OptionsFor(
            _givenConnection.KubeConfig ?? input.KubeConfig, _givenConnection.Context ?? input.Context);
        IClusterSession session = await ConnectAsync(options);
        try
        {
            ServiceSpec spec = ServiceFields.Read(input.Under(_given), ResolveNamespace(session));
            ServicePlan plan = await ServicePlanner.PlanAsync(
                session, spec, PipelineRun, StopToken);
            var service = new ServiceToMake(session, options.KubeConfig, plan);
            if (!_targets.Add((session, spec.Namespace, spec.Name)))
            {
                throw InvalidInput.Of(nameof(Name), spec.Name, "is given twice");
            }

            foreach (string note in plan.Notes) WriteWarning(note);
            _services.Add(service);
        }
        catch (ClusterException exception) when (IsOf(input, exception))
        {
            throw input.Locate(exception);
        }
    }

    /// <summary>Whether the input is to blame, and not a parameter that goes before it.</summary>
    private bool IsOf(ServiceInput input, ClusterException exception) =>
        exception.Fault == ClusterFault.InvalidSpec && !ReferenceEquals(input, ServiceInput.Empty)
        && !_given.Any(pair => pair.Key == exception.Parameter);
}
