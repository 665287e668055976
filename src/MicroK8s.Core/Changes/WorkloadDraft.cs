using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>A copy of a workload that a wish is written into, field by field.</summary>
internal sealed class WorkloadDraft(KubeObject read)
{
    private static readonly string[] Lists = ["containers", "initContainers"];

    /// <summary>The workload as it is.</summary>
    public KubeObject Read { get; } = read;

    /// <summary>The copy.</summary>
    public JsonObject Json { get; } = read.ToNode();

    public JsonObject Metadata => Json.Open("metadata");

    public JsonObject Spec => Json.Open("spec");

    public JsonObject Template => Spec.Open("template");

    public JsonObject PodSpec => Template.Open("spec");

    /// <summary>The name of every container that runs beside the others, in order.</summary>
    public IReadOnlyList<string> Containers { get; } =
        [.. read.Json.Items("spec", "template", "spec", "containers").Select(item => item.Text("name") ?? "")];

    /// <summary>The container whose image is the service's version: the one named like it, else the first.</summary>
    public string MainContainer => Containers.Contains(Read.Name) ? Read.Name
        : Containers is [var first, ..] ? first : "";

    /// <summary>The labels by which the workload selects its pods.</summary>
    public IReadOnlySet<string> SelectingLabels => Read.Json.At("spec", "selector") is { } selector
        ? LabelSelectors.Keys(selector)
        : new HashSet<string>();

    /// <summary>Every container with its ports, the main one first.</summary>
    public IEnumerable<JsonObject> PortContainers => (PodSpec["containers"] as JsonArray ?? []).OfType<JsonObject>()
        .OrderByDescending(container => container.Text("name") == MainContainer);

    /// <summary>A container, also one that only runs at the start.</summary>
    /// <param name="name">Its name. Null means the only one.</param>
    /// <param name="parameter">What is to change about it, for the message.</param>
    /// <exception cref="ClusterException">InvalidSpec: there is none of the name, or it must be named.</exception>
    public JsonObject Container(string? name, string parameter)
    {
        string names = string.Join(", ", Containers);
        if (name is null && Containers.Count != 1)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"-{parameter} needs -Container: microservice '{Read.Name}' has {Containers.Count} containers, "
                + $"{names}.",
                Read.Name);
        }

        string wanted = name ?? Containers[0];
        return Lists.SelectMany(list => PodSpec[list] as JsonArray ?? [])
            .OfType<JsonObject>().FirstOrDefault(container => container.Text("name") == wanted)
            ?? throw InvalidInput.Of("Container", name, $"is no container of '{Read.Name}', which has {names}");
    }
}
