using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using k8s.Autorest;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The one place that turns failures of HTTP into faults.</summary>
internal static partial class ApiErrors
{
    /// <summary>Maps an answer that is not 2xx.</summary>
    /// <param name="exception">The client's exception; its own message holds the whole body and is not used.</param>
    /// <param name="action">What was tried, as verb and object: <c>create Deployment shop/web</c>.</param>
    /// <param name="context">Where.</param>
    public static ClusterException FromAnswer(HttpOperationException exception, string action, ClusterContext context)
    {
        int code = (int)exception.Response.StatusCode;
        JsonElement status = ParseStatus(exception.Response.Content);
        bool isKubernetes = status.Text("kind") == "Status";
        string said = UntrustedText.Quote(
            WithoutValues(status.Text("message") ?? exception.Response.StatusCode.ToString()));
        ClusterFault fault = Classify(code, status, isKubernetes);
        return new ClusterException(
            fault, Describe(fault, action, said, code, context), action, Advise(fault, context), exception);
    }

    /// <summary>Maps a failure without any answer.</summary>
    public static ClusterException FromSilence(Exception exception, ClusterContext context)
    {
        Exception cause = exception;
        while (cause.InnerException is not null) cause = cause.InnerException;
        string why = cause switch
        {
            SocketException socket => socket.Message,
            AuthenticationException tls => $"TLS failed: {tls.Message}",
            TimeoutException or TaskCanceledException => "no answer in time",
            _ => cause.Message,
        };
        return new ClusterException(
            ClusterFault.Unreachable,
            $"The API server {context.Server} of context '{context.Name}' cannot be reached: {why.TrimEnd('.')}.",
            context.Name, "Check that the cluster is up and that this machine can reach it.", exception);
    }

    /// <summary>Whether an answer is worth another try of a read.</summary>
    public static bool IsTransient(HttpOperationException exception) =>
        exception.Response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError;

    /// <summary>
    /// The token with which a list whose own token was too old (410) can go on. Null for any other fault.
    /// </summary>
    public static string? ContinueOf(ClusterException exception) =>
        exception.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone } answer
            ? ParseStatus(answer.Response.Content).Text("metadata", "continue")
            : null;

    /// <summary>The fields of other managers that refused an apply; none for any other fault.</summary>
    public static IReadOnlyList<FieldConflict> ConflictsOf(ClusterException exception) =>
        exception.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Conflict } answer
            ?
            [
                .. ParseStatus(answer.Response.Content).Items("details", "causes")
                    .Where(cause => cause.Text("reason") == "FieldManagerConflict")
                    .Select(cause => new FieldConflict(
                        cause.Text("field")?.TrimStart('.') ?? "",
                        ManagerOf(cause.Text("message") ?? ""))),
            ]
            : [];

    /// <summary>
    /// The manager in <c>conflict with "NAME" using apps/v1</c> (kubernetes/apimachinery, pkg/util/managedfields).
    /// </summary>
    private static string ManagerOf(string message) => message.Split('"') is [_, var name, ..] ? name : message;

    private static ClusterFault Classify(int code, JsonElement status, bool isKubernetes) => code switch
    {
        401 => ClusterFault.NotAuthenticated,
        403 when status.Text("message")?.Contains("exceeded quota", StringComparison.Ordinal) == true =>
            ClusterFault.QuotaExceeded,
        403 when IsTerminating(status) => ClusterFault.NamespaceNotFound,
        403 => ClusterFault.AccessDenied,
        404 when !isKubernetes => ClusterFault.KindNotSupported,
        404 when status.Text("details", "kind") == "namespaces" => ClusterFault.NamespaceNotFound,
        404 => ClusterFault.ResourceNotFound,
        409 => status.Text("reason") == "AlreadyExists" ? ClusterFault.AlreadyExists : ClusterFault.Conflict,

        500 when IsAboutManifest(status.Text("message") ?? "") => ClusterFault.InvalidSpec,
        429 or >= 500 => ClusterFault.Unreachable,
        _ => isKubernetes ? ClusterFault.InvalidSpec : ClusterFault.NotKubernetes,
    };

    /// <summary>
    /// Servers before 1.27 or so say it like this when a manifest does not fit the schema, and every server when it
    /// fits and cannot be decoded, as a Secret that is no base64.
    /// </summary>
    private static bool IsAboutManifest(string message) =>
        message.Contains("failed to create typed patch", StringComparison.Ordinal)
        || message.Contains("unable to convert unstructured object", StringComparison.Ordinal);

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

    /// <summary>Whether the namespace is going away, which the server reports as forbidden.</summary>
    private static bool IsTerminating(JsonElement status) =>
        status.Items("details", "causes").Any(cause => cause.Text("reason") == "NamespaceTerminating");

    private static string Describe(
        ClusterFault fault, string action, string said, int code, ClusterContext context) => fault switch
    {
        ClusterFault.NotAuthenticated =>
            $"The cluster of context '{context.Name}' does not accept the credentials of user '{context.User}'.",
        ClusterFault.AccessDenied => $"Not allowed to {action}: {said}.",
        ClusterFault.Unreachable =>
            $"The API server {context.Server} answered {code} to {action}, also after retries: {said}.",
        ClusterFault.KindNotSupported => $"Cannot {action}: the server has no such kind of object.",
        ClusterFault.NotKubernetes => $"{context.Server} of context '{context.Name}' is not a Kubernetes API server.",
        _ => $"Cannot {action}: {said.TrimEnd('.')}.",
    };

    private static string? Advise(ClusterFault fault, ClusterContext context) => fault switch
    {
        ClusterFault.NotAuthenticated => "Sign in again, or choose another context with -Context.",
        ClusterFault.AccessDenied => $"Ask for a Role that allows it, or use another context than '{context.Name}'.",
        ClusterFault.Conflict => "Run the command again; it reads the object afresh.",
        ClusterFault.KindNotSupported => "Install the CustomResourceDefinition, or check the server's version.",
        _ => null,
    };

    private static JsonElement ParseStatus(string? content)
    {
        try
        {
            return KubeObject.Parse(content is { Length: > 0 } ? content : "{}").Json;
        }
        catch (JsonException)
        {
            return KubeObject.Parse("{}").Json;
        }
    }
}
