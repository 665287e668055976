using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>A namespace <c>shop</c> with a service <c>web</c>, as random as it is legal.</summary>
/// <param name="Provider">Who shares its traffic.</param>
/// <param name="Objects">All objects.</param>
/// <param name="Ready">The tracks with a ready pod.</param>
internal sealed record TrafficWorld(string Provider, IReadOnlyList<KubeObject> Objects, IReadOnlyList<string> Ready)
{
    public RoutingObjects Read => TrafficFixture.Read(Objects);

    public TrafficSnapshot State => TrafficFixture.State(Objects, [.. Ready]);

    public TrafficWorld After(IEnumerable<ObjectWrite> writes) => this with
    {
        Objects = writes.Aggregate(Objects, (objects, write) => write is ObjectUpdate update
            ? [.. objects.Select(item => IsAt(item, update.Target) ? Later(update, item) : item)]
            : ObjectsAfter.Write(objects, write)),
    };

    public KubeObject Get(ResourceRef target) => Objects.Single(item => IsAt(item, target));

    public override string ToString() =>
        $"{Provider}, ready: {string.Join(' ', Ready)}\n{string.Join('\n', Objects.Select(item => item.Json.GetRawText()))}";

    private static bool IsAt(KubeObject item, ResourceRef target) =>
        item.Kind == target.Type.Kind && item.Name == target.Name && item.Namespace == target.Namespace;

    private static KubeObject Later(ObjectUpdate update, KubeObject item) =>
        ObjectsAfter.Patch(item, update.PlanAgain(item).Patch);
}
