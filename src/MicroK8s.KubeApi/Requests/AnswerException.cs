using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// What is kept of a refusal in the error that a user sees: status, reason and causes. Never a body, a header or an
/// address, which would be shown, logged and serialized with the error.
/// </summary>
internal sealed class AnswerException(ApiStatus status) : Exception(status.ToString())
{
    /// <summary>Not public, so that no formatter shows it.</summary>
    internal ApiStatus Status { get; } = status;

    /// <summary>The refusal behind a fault. Null if there is none.</summary>
    public static ApiStatus? StatusOf(ClusterException exception) =>
        (exception.InnerException as AnswerException)?.Status;
}
