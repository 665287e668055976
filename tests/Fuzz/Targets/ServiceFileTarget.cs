using CsCheck;
using MicroK8s.Errors;
using MicroK8s.KubeApi;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Yaml;

namespace MicroK8s.Fuzz;

/// <summary>Service files, up to the objects that they would make.</summary>
internal sealed class ServiceFileTarget : FuzzTarget
{
    private static readonly IYaml Yaml = new KubeBackend().Yaml;

    public override string Name => "service";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => JsonMutator.Of(seeds);

    public override Task RunAsync(byte[] input)
    {
        using var reader = new StreamReader(new MemoryStream(input));
        foreach (YamlDocument document in Yaml.Read(reader.ReadToEnd(), "input.yaml"))
        {
            var service = ServiceDocument.Read(document);
            try
            {
                ServicePlan plan = ServicePlanner.Plan(ServiceFields.Read(service.Values, "home"));
                foreach (ObjectCreation one in plan.Others.Prepend(plan.Workload)) _ = Yaml.Write(one.Manifest);
            }
            catch (ClusterException exception)
            {
                throw service.Locate(exception);
            }
        }

        return Task.CompletedTask;
    }
}
