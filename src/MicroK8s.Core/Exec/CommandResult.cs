namespace MicroK8s.Exec;

/// <summary>How a command in a container ended, as an error carries it.</summary>
/// <param name="Service">The microservice.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Command">The program, without its arguments, which may hold secrets.</param>
/// <param name="ExitCode">
/// Its exit code. 127 if there is no such program, 126 if it may not be run, -1 if the node does not tell.
/// </param>
public sealed record CommandResult(
    string Service, string Namespace, string Pod, string Container, string Command, int ExitCode)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Command} in {Namespace}/{Pod}";
}
