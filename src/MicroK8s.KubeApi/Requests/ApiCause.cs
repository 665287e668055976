namespace MicroK8s.KubeApi.Requests;

/// <summary>One cause of a refusal (meta/v1, <c>StatusCause</c>).</summary>
/// <param name="Reason">Why, as one word.</param>
/// <param name="Field">The field that it is about. Empty if it is about none.</param>
/// <param name="Message">Why, in words; may quote a value.</param>
internal sealed record ApiCause(string Reason, string Field, string Message);
