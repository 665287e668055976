using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Routing;

/// <summary>Situations from the field, as the YAML in the folder Cases.</summary>
internal static class RoutingCase
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "MicroK8s.Tests", "Routing", "Cases");

    /// <summary>All objects of several files.</summary>
    public static IReadOnlyList<KubeObject> Read(params string[] names) =>
    [
        .. names.Select(name => Path.Combine(Folder, $"{name}.yaml"))
            .SelectMany(path => Yaml.Read(File.ReadAllText(path), path))
            .Select(document => KubeObject.Parse(document.Root.ToJsonString())),
    ];

    public static RoutingObjects Objects(params string[] names)
    {
        IReadOnlyList<KubeObject> all = Read(names);
        return new RoutingObjects(type => all.Where(item => item.Kind == type.Kind));
    }

    public static IstioResolver Resolver(params string[] names)
    {
        RoutingObjects read = Objects(names);
        return new IstioResolver(read.Of(ResourceTypes.VirtualService), read.Of(ResourceTypes.DestinationRule));
    }
}
