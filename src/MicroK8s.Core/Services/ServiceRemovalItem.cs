using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>One object to remove.</summary>
/// <param name="Target">Its address.</param>
/// <param name="Item">The object as read; its uid says that this very one is meant.</param>
public sealed record ServiceRemovalItem(ResourceRef Target, KubeObject Item);
