namespace MicroK8s.KubeApi.Requests;

/// <summary>An answer met one of the <see cref="AnswerLimits"/>.</summary>
/// <param name="rule">What is too large, as the end of a sentence that starts with the answer.</param>
internal sealed class AnswerTooLargeException(string rule) : IOException(rule);
