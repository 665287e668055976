using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether the container runtime failed because of what was asked for, which it will again, or because the node is
/// overloaded, which passes.
/// </summary>
internal static class RuntimeRules
{
    private static readonly string[] Overload =
    [
        "deadline exceeded", "timed out", "is reserved for", "cannot allocate memory", "temporarily unavailable",
        "too many open files", "no space left", "connection refused", "Unavailable", "device or resource busy",
    ];

    /// <summary>Whether another try may succeed.</summary>
    /// <param name="message">What the runtime said.</param>
    public static bool MayHeal(string? message) =>
        Overload.Any(word => message?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>
    /// What kept the container from starting the last time: no such program, or a mount that does not fit the image.
    /// Null if it did start.
    /// </summary>
    public static string? StartFailure(ContainerView container) =>
        container.LastEnd is { } end && end.Text("reason") is "StartError" or "ContainerCannotRun"
            ? UntrustedText.Quote(container.LastEnd?.Text("message"))
            : null;
}
