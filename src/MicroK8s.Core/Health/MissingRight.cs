using MicroK8s.Errors;

namespace MicroK8s.Health;

/// <summary>How findings speak of a right that is missing.</summary>
public static class MissingRight
{
    /// <summary>What to do about it.</summary>
    public const string Advice = "Ask for the right, or test less with -Check and -Namespace";

    /// <summary>The fault and what was forbidden; the server's own words repeat that twice.</summary>
    /// <param name="exception">A fault of kind AccessDenied, whose target is what was tried.</param>
    public static string Describe(ClusterException exception) => Describe($"{exception.Target}");

    /// <summary>The fault and what was forbidden.</summary>
    /// <param name="action">What was tried, as verb and object: <c>list pods</c>.</param>
    public static string Describe(string action) => $"{ClusterFault.AccessDenied}: not allowed to {action}";
}
