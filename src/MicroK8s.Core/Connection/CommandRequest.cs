namespace MicroK8s.Connection;

/// <summary>A command to run in a container.</summary>
/// <param name="Namespace">The namespace of the pod.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Command">The program and its arguments, passed exactly as they are; no shell is between.</param>
/// <param name="HasInput">Whether the command gets a standard input; without, it reads an end at once.</param>
public sealed record CommandRequest(
    string Namespace, string Pod, string Container, IReadOnlyList<string> Command, bool HasInput);
