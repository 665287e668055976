namespace MicroK8s.Tests.Nodes;

/// <summary>
/// Tests that cordon nodes, and those that expect all nodes to be well: one at a time, beside all others.
/// </summary>
[CollectionDefinition(Name)]
public sealed class NodeTests
{
    public const string Name = "Nodes";
}
