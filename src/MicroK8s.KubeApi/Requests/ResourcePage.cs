using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Continue">The token of the next page; null on the last.</param>
/// <param name="ResourceVersion">The version of the list, from which a watch goes on.</param>
internal sealed record ResourcePage(IReadOnlyList<KubeObject> Items, string? Continue, string ResourceVersion);
