namespace MicroK8s.Errors;

/// <summary>
/// What admission plugins of the API server refuse only for a moment, with 403 as if it were forbidden: a quota that
/// nobody has counted yet, and a server that has just started (kubernetes/kubernetes, plugin/pkg/admission,
/// <c>resourcequota</c> and others). Nothing is written then.
/// </summary>
public static class AdmissionRefusals
{
    private static readonly string[] ForNow = ["status unknown for quota", "not yet ready to handle request"];

    /// <summary>Whether a refusal reads so.</summary>
    /// <param name="message">What the server said.</param>
    public static bool IsForNow(string message) =>
        ForNow.Any(words => message.Contains(words, StringComparison.Ordinal));
}
