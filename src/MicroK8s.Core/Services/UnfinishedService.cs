using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Services;

/// <summary>
/// A microservice of which some objects are there and others are not: the command that made it was killed between two
/// writes. The same command completes it, if what is there is exactly what it would make.
/// </summary>
internal static class UnfinishedService
{
    /// <summary>More fields than this make no sentence.</summary>
    private const int Named = 5;

    /// <summary>Addresses and numbers that the server draws, so that they differ from object to object.</summary>
    private static readonly string[] Drawn = ["clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort"];

    /// <summary>Whether this module made an object.</summary>
    /// <param name="there">The object.</param>
    public static bool IsOwn(KubeObject there)
    {
        string?[] managers = [.. there.Json.Items("metadata", "managedFields").Select(entry => entry.Text("manager"))];
        return there.Labels.GetValueOrDefault(ServiceLabels.ManagedBy) == ServiceLabels.Module
            && (managers.Length == 0 || managers.Contains(FieldManagers.Own));
    }

    /// <summary>
    /// In what an object differs from the one that a plan would make. The server is asked what it would store, under a
    /// name that is free: only it knows its defaults and its spelling.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="planned">The object of the plan.</param>
    /// <param name="there">The object that has its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The fields; none if it is the same.</returns>
    /// <exception cref="ClusterException">The server cannot try, or refuses it.</exception>
    public static async Task<IReadOnlyList<string>> CompareAsync(
        IResources resources, ServicePlan plan, ObjectCreation planned, KubeObject there,
        CancellationToken cancellationToken)
    {
        JsonObject other = planned.Manifest.DeepClone().AsObject();
        string start = planned.Target.Name[..Math.Min(planned.Target.Name.Length, 40)];
        other["metadata"]!["name"] = $"{start}-{Guid.NewGuid().ToString("N")[..8]}";
        Dictionary<string, JsonNode?> nodePorts = TakeNodePorts(other);
        KubeObject wanted = await resources.CreateAsync(planned.Type, other, dryRun: true, cancellationToken)
            .ConfigureAwait(false);
        IEnumerable<string> fields = StoredDifference.Between(there, wanted).Where(change => !IsFree(change, plan))
            .Select(change => change.ToString());
        IEnumerable<string> ports =
            from port in there.ToNode()["spec"]?["ports"] as JsonArray ?? []
            let asked = nodePorts.GetValueOrDefault($"{port["port"]}/{port["protocol"]}")
            where asked is not null && !JsonNode.DeepEquals(asked, port["nodePort"])
            select $"{new JsonDifference("spec.ports.nodePort", $"{port["nodePort"]}", $"{asked}")}";
        return [.. fields, .. ports];
    }

    /// <summary>The error of a service that is not complete, and that a command cannot complete.</summary>
    /// <param name="plan">What the command would make.</param>
    /// <param name="there">What is there of it.</param>
    /// <param name="reason">Why it cannot, as the end of "because".</param>
    /// <param name="cause">What the server said. Null if it said nothing.</param>
    public static ClusterException Fault(
        ServicePlan plan, IReadOnlyList<ObjectCreation> there, string reason, ClusterException? cause = null) => new(
        ClusterFault.AlreadyExists,
        $"Microservice {plan.Spec.Namespace}/{plan.Spec.Name} already exists in part: {List(there)} "
        + $"{(there.Count == 1 ? "exists" : "exist")}, {List(plan.Objects.Except(there))} "
        + $"{(plan.Objects.Count() - there.Count == 1 ? "is" : "are")} missing. This command cannot complete it: "
        + $"{reason}. Nothing was changed.",
        plan.Spec.Name,
        "Run New-MicroService with the parameters of the first time to complete it, or remove it: "
        + $"{AdvisedCommand.For("Remove-MicroService", plan.Spec.Name, plan.Spec.Namespace)}.",
        cause);

    /// <summary>The objects in one line.</summary>
    public static string List(IEnumerable<ObjectCreation> objects) =>
        string.Join(", ", objects.Select(planned => planned.Target));

    /// <summary>The fields in one line.</summary>
    public static string List(IReadOnlyList<string> fields) => fields.Count <= Named
        ? string.Join("; ", fields)
        : $"{string.Join("; ", fields.Take(Named))}; and {fields.Count - Named} more";

    /// <summary>Whether a field may differ: the name, what the server draws, what says which run made it.</summary>
    private static bool IsFree(JsonDifference change, ServicePlan plan) =>
        change.Path == "metadata.name" || ChangeAnnotations.Contains(change.Path)
        || Drawn.Any(field => change.Path.EndsWith($".{field}", StringComparison.Ordinal)
            || change.Path.StartsWith($"spec.{field}[", StringComparison.Ordinal))
        || (change.Path == "spec.replicas" && plan.Spec.Autoscale is not null);

    /// <summary>A number of the nodes is taken by the object that is there, so it is left out and compared.</summary>
    private static Dictionary<string, JsonNode?> TakeNodePorts(JsonObject manifest)
    {
        var numbers = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (JsonObject port in (manifest["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (port["nodePort"] is { } number) numbers[$"{port["port"]}/{port["protocol"]}"] = number.DeepClone();
            port.Remove("nodePort");
        }

        return numbers;
    }
}
