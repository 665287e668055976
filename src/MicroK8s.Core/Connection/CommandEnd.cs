using System.Globalization;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">
/// Its exit code. Null if it did not run, or if the node does not tell.
/// </param>
/// <param name="Failure">Why it did not run, in the words of the node: untrusted. Null if it ran.</param>
public sealed record CommandEnd(int? ExitCode, string? Failure)
{
    /// <summary>The connection was closed before the node told it.</summary>
    public static CommandEnd Unknown { get; } = new(null, null);

    /// <summary>
    /// Reads the Status that a node sends on the error channel at the end (kubernetes/client-go,
    /// tools/remotecommand/v4.go).
    /// </summary>
    /// <param name="status">The channel's text; empty is success, as in the protocols before.</param>
    public static CommandEnd Parse(string status)
    {
        if (status.Length == 0) return new CommandEnd(0, null);
        JsonElement json;
        try
        {
            json = KubeObject.Parse(status).Json;
        }
        catch (JsonException)
        {
            return new CommandEnd(null, status);
        }

        if (json.Text("status") == "Success") return new CommandEnd(0, null);
        string message = json.Text("message") ?? status;
        string? code = json.Items("details", "causes").Where(cause => cause.Text("reason") == "ExitCode")
            .Select(cause => cause.Text("message")).FirstOrDefault();
        return json.Text("reason") == "NonZeroExitCode" && int.TryParse(
            code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exitCode)
            ? new CommandEnd(exitCode, null)
            : new CommandEnd(null, message);
    }
}
