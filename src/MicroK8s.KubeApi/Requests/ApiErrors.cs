using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The one place that turns failures of HTTP into faults.</summary>
internal static partial class ApiErrors
{
    /// <summary>Maps an answer that is not 2xx.</summary>
    /// <param name="status">The answer.</param>
    /// <param name="action">What was tried, as verb and object: <c>create Deployment shop/web</c>.</param>
    /// <param name="context">Where.</param>
    /// <param name="tries">How often it was tried.</param>
    public static ClusterException FromAnswer(
        ApiStatus status, string action, ClusterContext context, int tries = 1)
    {
        string said = UntrustedText.Quote(WithoutValues(status.Message));
        ClusterFault fault = Classify(status);
        return new ClusterException(
            fault, Describe(fault, action, said, status, context, tries), action, Advise(fault, status, context),
            new AnswerException(status with { Message = "", Causes = [.. status.Causes.Select(Kept)] }));
    }

    /// <summary>Maps a failure without any answer. The cause is not kept: its address may hold a password.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="trustRefusal">Why the server's certificate was refused. Null if it was not.</param>
    /// <param name="context">Where.</param>
    public static ClusterException FromSilence(Exception exception, string? trustRefusal, ClusterContext context)
    {
        if (exception is AnswerTooLargeException tooLarge) return TooLarge(tooLarge.Message, context);

        (string why, bool isTrust) = CauseOf(exception, trustRefusal);
        return new ClusterException(
            ClusterFault.Unreachable,
            $"The API server {context.Server} of context '{context.Name}' cannot be reached: {why}.",
            context.Name,
            isTrust
                ? "Do not use this connection until you know whose certificate it is: check the server address, "
                    + "certificate-authority-data and tls-server-name of the kubeconfig."
                : "Check that the cluster is up and that this machine can reach it.");
    }

    /// <summary>The same for a server that is not the API server.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="trustRefusal">Why the server's certificate was refused. Null if it was not.</param>
    /// <param name="service">The service, without credentials.</param>
    public static ClusterException FromServiceSilence(Exception exception, string? trustRefusal, string service)
    {
        if (exception is AnswerTooLargeException tooLarge)
        {
            return new ClusterException(
                ClusterFault.AnswerTooLarge, $"An answer of {service} {tooLarge.Message}; it was not read on.", service,
                "Ask for less: a shorter time, or fewer series.");
        }

        (string why, bool isTrust) = CauseOf(exception, trustRefusal);
        return new ClusterException(
            ClusterFault.Unreachable, $"{service} cannot be reached: {why}.", service,
            isTrust
                ? "Do not use this address until you know whose certificate it is; its authority must be one that this "
                    + "system trusts."
                : "Check that it is up and that this machine can reach it.");
    }

    private static (string Why, bool IsTrust) CauseOf(Exception exception, string? trustRefusal)
    {
        Exception cause = exception;
        while (cause.InnerException is not null) cause = cause.InnerException;
        bool isTrust = trustRefusal is not null && HasTlsFailed(exception);
        string why = isTrust ? trustRefusal! : cause switch
        {
            _ when exception is OperationCanceledException =>
                $"no answer in {RequestTimeout.Current.TotalSeconds:0} s",
            SocketException socket => socket.Message,
            AuthenticationException tls => $"TLS failed: {tls.Message}",
            TimeoutException or OperationCanceledException => "no answer in time",
            _ => cause.Message,
        };
        return (UserInfoInText().Replace(why.TrimEnd('.'), "//"), isTrust);
    }

    /// <summary>An answer that is not JSON, or nested deeper than any real one.</summary>
    public static ClusterException FromJson(JsonException exception, ClusterContext context) =>
        exception.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? TooLarge($"is nested more than {AnswerLimits.DeepestLevel} levels deep", context)
            : NotKubernetes("its answer is not JSON", context);

    public static ClusterException NotKubernetes(string why, ClusterContext context) => new(
        ClusterFault.NotKubernetes,
        $"{context.Server} of context '{context.Name}' is not a Kubernetes API server: {why}.",
        context.Name, "Check the server address in the kubeconfig.");

    public static ClusterException TooLarge(string rule, ClusterContext context) => new(
        ClusterFault.AnswerTooLarge,
        $"An answer of {context.Server} of context '{context.Name}' {rule}; no Kubernetes API server answers so.",
        context.Name, "Check the server address in the kubeconfig, and what stands between it and this machine.");

    /// <summary>Whether an answer is worth another try of a read.</summary>
    public static bool IsTransient(ApiStatus status) => status.Code is 429 or 500 or 502 or 503 or 504;

    /// <summary>Whether an answer is worth another try of a write: the server did nothing, and may soon.</summary>
    public static bool IsForNow(ApiStatus status) =>
        status.Code == 429 || (status.Code == 403 && AdmissionRefusals.IsForNow(status.Message));

    /// <summary>Whether the server has forgotten the version that was asked for (410).</summary>
    public static bool IsExpired(ClusterException exception) => AnswerException.StatusOf(exception)?.Code == 410;

    /// <summary>
    /// The token with which a list whose own token was too old (410) can be taken up. Null for any other fault.
    /// </summary>
    public static string? ContinueOf(ClusterException exception) =>
        IsExpired(exception) ? AnswerException.StatusOf(exception)!.Continue : null;

    /// <summary>The fields of other managers that refused an apply; none for any other fault.</summary>
    public static IReadOnlyList<FieldConflict> ConflictsOf(ClusterException exception) =>
        AnswerException.StatusOf(exception) is { Code: 409 } status
            ?
            [
                .. status.Causes.Where(cause => cause.Reason == ConflictReason).Select(cause => new FieldConflict(
                    cause.Field.TrimStart('.'), ManagerOf(cause.Message))),
            ]
            : [];

    private const string ConflictReason = "FieldManagerConflict";

    /// <summary>The words of a conflict name the other manager and no value; those of other causes may.</summary>
    private static ApiCause Kept(ApiCause cause) =>
        cause.Reason == ConflictReason ? cause : cause with { Message = "" };

    /// <summary>
    /// The manager in <c>conflict with "NAME" using apps/v1</c> (kubernetes/apimachinery, pkg/util/managedfields).
    /// </summary>
    private static string ManagerOf(string message) => message.Split('"') is [_, var name, ..] ? name : message;

    private static bool HasTlsFailed(Exception? exception) =>
        exception is not null && (exception is AuthenticationException || HasTlsFailed(exception.InnerException));

    [GeneratedRegex("//[^/@\\s]*@")]
    private static partial Regex UserInfoInText();

    private static ClusterFault Classify(ApiStatus status) => status.Code switch
    {
        401 => ClusterFault.NotAuthenticated,
        403 when IsOfQuota(status.Message) => ClusterFault.QuotaExceeded,
        403 when IsTerminating(status) => ClusterFault.NamespaceNotFound,
        403 => ClusterFault.AccessDenied,
        404 when !status.IsKubernetes || IsAboutPath(status) => ClusterFault.KindNotSupported,
        404 when status.Kind == "namespaces" => ClusterFault.NamespaceNotFound,
        404 => ClusterFault.ResourceNotFound,
        409 => status.Reason == "AlreadyExists" ? ClusterFault.AlreadyExists : ClusterFault.Conflict,
        413 => ClusterFault.InvalidSpec,
        500 when IsAboutManifest(status.Message) => ClusterFault.InvalidSpec,
        429 or >= 500 => ClusterFault.Unreachable,
        _ => status.IsKubernetes ? ClusterFault.InvalidSpec : ClusterFault.NotKubernetes,
    };

    /// <summary>
    /// A known group without this version or kind answers like this (kubernetes/apimachinery, pkg/api/errors,
    /// <c>NewGenericServerResponse</c>); a missing object is named.
    /// </summary>
    private static bool IsAboutPath(ApiStatus status) => status.Kind.Length == 0
        && status.Message.Contains("could not find the requested resource", StringComparison.Ordinal);

    private const string TwiceInList = "duplicate entries for key";

    /// <summary>
    /// Servers before 1.27 or so say it like this when a manifest does not fit the schema, and every server when it
    /// fits and cannot be decoded, as a Secret that is no base64, or when etcd finds it too large. Nor can an apply
    /// merge a list, of the manifest or of the object that is there, which has one key twice.
    /// </summary>
    private static bool IsAboutManifest(string message) =>
        message.Contains("failed to create typed patch", StringComparison.Ordinal)
        || message.Contains("unable to convert unstructured object", StringComparison.Ordinal)
        || message.Contains("etcdserver: request is too large", StringComparison.Ordinal)
        || message.Contains(TwiceInList, StringComparison.Ordinal);

    /// <summary>
    /// The schema's check shows the value that does not fit, which may be that of a Secret; and other checks whole
    /// pod templates, in Go's notation, with their environment.
    /// </summary>
    private static string WithoutValues(string message) =>
        GoValue().Replace(SchemaValue().Replace(message, "got something else"), "");

    [GeneratedRegex(@"got &.*?(?=\n\s+\.|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex SchemaValue();

    [GeneratedRegex(
        @"(?<=Invalid value: )(?:&|\[\]|\*)*\w+\.\w+\{.*?\}: ",
        RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex GoValue();

    /// <summary>A quota is exceeded, or the server does not know yet whether it is.</summary>
    private static bool IsOfQuota(string message) => message.Contains("exceeded quota", StringComparison.Ordinal)
        || message.Contains("unknown for quota", StringComparison.Ordinal);

    /// <summary>Whether the namespace is going away, which the server reports as forbidden.</summary>
    private static bool IsTerminating(ApiStatus status) =>
        status.Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    private static string Describe(
        ClusterFault fault, string action, string said, ApiStatus status, ClusterContext context, int tries) =>
        fault switch
    {
        ClusterFault.NotAuthenticated =>
            $"The cluster of context '{context.Name}' does not accept the credentials of user '{context.User}'.",
        ClusterFault.AccessDenied => $"Not allowed to {action}: {said}.",
        ClusterFault.Unreachable =>
            $"The API server {context.Server} answered {status.Code} to {action}{RetriesOf(status, tries)}: {said}.",
        ClusterFault.KindNotSupported => $"Cannot {action}: the server has no such kind of object.",
        ClusterFault.NotKubernetes => status.Code is >= 300 and < 400
            ? $"Cannot {action}: {context.Server} of context '{context.Name}' answered {status.Code}: {said}."
            : $"{context.Server} of context '{context.Name}' is not a Kubernetes API server.",
        _ => $"Cannot {action}: {said.TrimEnd('.')}.",
    };

    private static string RetriesOf(ApiStatus status, int tries) =>
        (tries > 1 ? ", also after retries" : "")
        + (status.RetryAfter is { } pause ? $", and asks to wait {pause.TotalSeconds:0} s before the next try" : "");

    private static string? Advise(ClusterFault fault, ApiStatus status, ClusterContext context) => fault switch
    {
        _ when AdmissionRefusals.IsForNow(status.Message) =>
            "The server could not decide yet: run the command again in a moment. If it stays so for a quota, the "
            + "cluster's controller manager does not count it.",
        ClusterFault.NotKubernetes => "Check the server address in the kubeconfig.",
        ClusterFault.InvalidSpec when status.Code is 413 or 500 && status.Message.Contains("too large",
            StringComparison.Ordinal) => "Make the object smaller: split it, or keep large data elsewhere.",
        ClusterFault.InvalidSpec when status.Message.Contains(TwiceInList, StringComparison.Ordinal) =>
            "Keep one of these entries, in the manifest and in the object that is there; for an environment variable "
            + "Set-MicroService NAME -Environment @{ VARIABLE = 'value' } does so.",
        ClusterFault.NotAuthenticated => "Sign in again, or choose another context with -Context.",
        ClusterFault.AccessDenied => $"Ask for a Role that allows it, or use another context than '{context.Name}'.",
        ClusterFault.Conflict => "Run the command again; it reads the object afresh.",
        ClusterFault.KindNotSupported => "Install the CustomResourceDefinition, or check the server's version.",
        _ => null,
    };
}
