namespace MicroK8s.Resources;

/// <summary>One report of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Type">The kind of object that is watched.</param>
/// <param name="Item">The object, for <see cref="WatchEventKind.Removed"/> as last seen; null for Synced.</param>
public sealed record WatchEvent(WatchEventKind Kind, ResourceType Type, KubeObject? Item);
