using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Says where in the input a wrong value stands.</summary>
public static class InputPlace
{
    /// <summary>A fault of a place.</summary>
    /// <param name="place">The place, as the beginning of a sentence: <c>shop.yaml, line 3, column 1</c>.</param>
    /// <param name="said">What is wrong there, without a full stop.</param>
    /// <param name="target">The value. Null if there is none.</param>
    /// <param name="advice">
    /// What to write instead. A guess is put into the message, which is what everybody sees.
    /// </param>
    /// <param name="cause">The fault without its place. Null if there is none.</param>
    public static ClusterException Fault(
        string place, string said, object? target, string? advice, ClusterException? cause = null)
    {
        bool isGuess = advice?.StartsWith(Suggestions.Guess, StringComparison.Ordinal) == true;
        string message = $"{place}: {said.TrimEnd('.')}.{(isGuess ? $" {advice}" : "")}";
        return new ClusterException(ClusterFault.InvalidSpec, message, target, isGuess ? null : advice, cause)
        {
            Parameter = cause?.Parameter,
        };
    }
}
