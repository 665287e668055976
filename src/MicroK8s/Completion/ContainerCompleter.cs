using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Containers of the pods of the microservice of <c>-Name</c>, init containers too.</summary>
public sealed class ContainerCompleter : PodCompleter
{
    private protected override IEnumerable<string> NamesOf(KubeObject pod) =>
        pod.Json.Items("spec", "initContainers").Concat(pod.Json.Items("spec", "containers"))
            .Select(container => container.Text("name")).OfType<string>();
}
