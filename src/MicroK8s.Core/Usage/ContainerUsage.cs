namespace MicroK8s.Usage;

/// <summary>What a container uses.</summary>
/// <param name="Name">The container.</param>
/// <param name="Cpu">CPU in use, in cores.</param>
/// <param name="Memory">Memory in use, in bytes.</param>
public sealed record ContainerUsage(string Name, decimal Cpu, long Memory)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {AmountText.OfCpu(Cpu)} CPU, {AmountText.OfBytes(Memory)}";
}
