using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Logs;

/// <summary>One line of the log of a microservice.</summary>
/// <param name="Time">When the node took it, UTC, by the node's clock, to 100 ns.</param>
/// <param name="Service">The microservice: the name of its workload.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Text">
/// The line exactly as the container wrote it, without its end. It is untrusted: it may hold escape sequences, and
/// commands for a build agent. <see cref="CleanText"/> is the one to show.
/// </param>
public sealed record LogLine(
    DateTimeOffset Time, string Service, string Pod, string Container, string Namespace,
    [property: RawText] string Text)
{
    /// <summary>The text without what could steer a terminal or command a build agent.</summary>
    public string CleanText => UntrustedText.CleanLine(Text);

    /// <summary>Time, pod, container and clean text, as views show it.</summary>
    public string Line =>
        $"{Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)} "
        + $"{Pod}/{Container} {CleanText}";

    /// <inheritdoc/>
    public override string ToString() => Line;
}
