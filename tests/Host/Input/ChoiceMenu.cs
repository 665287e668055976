using System.Management.Automation.Host;

namespace MicroK8s.Host.Input;

/// <summary>The choices of a question: "[Y] Yes  [A] Yes to All  [?] Help (default is "Y"): ".</summary>
internal sealed class ChoiceMenu
{
    private readonly List<(string Key, string Label, string Help)> _choices;
    private readonly int _preselected;

    /// <param name="choices">The choices; a letter after &amp; is the key of its choice.</param>
    /// <param name="preselected">The index an empty answer stands for; below zero for none.</param>
    public ChoiceMenu(IEnumerable<ChoiceDescription> choices, int preselected)
    {
        _choices = [.. choices.Select(choice =>
        {
            int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
            string label = choice.Label.Replace("&", "");
            string key = mark >= 0 && mark < label.Length ? label[mark].ToString().ToUpperInvariant() : label;
            return (key, label, choice.HelpMessage);
        })];
        _preselected = preselected;
    }

    public string Text
    {
        get
        {
            string choices = string.Join("  ", _choices.Select(choice => $"[{choice.Key}] {choice.Label}"));
            string standard = _preselected < 0 ? "" : $" (default is \"{_choices[_preselected].Key}\")";
            return $"{choices}  [?] Help{standard}: ";
        }
    }

    public string Help =>
        string.Join(Environment.NewLine, _choices.Select(choice => $"{choice.Key} - {choice.Help}"));

    /// <summary>The index of the choice that an answer means, or null for none.</summary>
    public int? Find(string answer)
    {
        if (answer.Length == 0)
        {
            return _preselected < 0 ? null : _preselected;
        }

        int index = _choices.FindIndex(choice =>
            answer.Equals(choice.Key, StringComparison.OrdinalIgnoreCase)
            || answer.Equals(choice.Label, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }
}
