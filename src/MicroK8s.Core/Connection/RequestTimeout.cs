using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>
/// How long one request may take, from the first byte sent to the last byte of the answer's body. Watches, followed
/// logs, commands and forwarded ports are streams: for them it ends with the headers.
/// </summary>
public static class RequestTimeout
{
    /// <summary>The environment variable that sets it, in whole seconds.</summary>
    public const string Variable = "MICROK8S_REQUEST_TIMEOUT";

    /// <summary>
    /// The API server's own limit is 60 s (kube-apiserver, <c>--request-timeout</c>): what takes longer will not come.
    /// </summary>
    private const int DefaultSeconds = 65;

    private const int LongestSeconds = 3600;

    /// <summary>What is in force now.</summary>
    /// <exception cref="ClusterException">InvalidSpec: the variable is not a number of seconds.</exception>
    public static TimeSpan Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? Parse(text)
        : TimeSpan.FromSeconds(DefaultSeconds);

    /// <summary>
    /// How long a cmdlet without a time-out of its own waits for the cluster, for each name or record: several requests
    /// follow one another, and a slow answer to each is no reason to give up.
    /// </summary>
    /// <exception cref="ClusterException">InvalidSpec: the variable is not a number of seconds.</exception>
    public static TimeSpan OfCall => 3 * Current;

    private static TimeSpan Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
        && seconds is > 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"The environment variable {Variable} must be a whole number of seconds from 1 to {LongestSeconds}, "
                + $"but is '{text}'.",
                Variable, "Correct the variable, or remove it to use 65 seconds.");
}
