using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MicroK8s.Host.Input;

/// <summary>Asks the person at the terminal what a command wants to know, in pwsh's words and order.</summary>
internal sealed class Questions(LineReader reader, bool allowed)
{
    /// <summary>Stops the running pipeline; called when a question is answered with Ctrl+C.</summary>
    public Action Interrupt { get; set; } = () => { };

    public string Line(string prompt) => Read(prompt, hidden: false);

    public SecureString Secret(string prompt)
    {
        SecureString secret = new();
        foreach (char character in Read(prompt, hidden: true))
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    public Dictionary<string, PSObject> Fields(
        PSHostUserInterface ui, string caption, string message, Collection<FieldDescription> fields)
    {
        Head(ui, caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in fields)
        {
            string label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "");
            answers[field.Name] = PSObject.AsPSObject(Field(ui, field, label, caption));
        }

        return answers;
    }

    public int Choice(
        PSHostUserInterface ui,
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int preselected)
    {
        Head(ui, caption, message);
        ChoiceMenu menu = new(choices, preselected);
        while (true)
        {
            string answer = Line(menu.Text).Trim();
            if (menu.Find(answer) is { } index)
            {
                return index;
            }

            if (answer == "?")
            {
                ui.WriteLine(menu.Help);
            }
        }
    }

    public PSCredential Credential(PSHostUserInterface ui, string caption, string message, string userName)
    {
        Head(ui, caption, message);
        string user = string.IsNullOrEmpty(userName) ? Line("User: ") : userName;
        return new PSCredential(user, Secret($"Password for user {user}: "));
    }

    private object Field(PSHostUserInterface ui, FieldDescription field, string label, string caption)
    {
        if (field.ParameterTypeFullName == typeof(SecureString).FullName)
        {
            return Secret($"{label}: ");
        }

        if (field.ParameterTypeFullName == typeof(PSCredential).FullName)
        {
            return Credential(ui, caption, "", "");
        }

        return field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal)
            ? Items(label)
            : Line($"{label}: ");
    }

    /// <summary>One line for each element; an empty line ends the list.</summary>
    private string[] Items(string label)
    {
        List<string> items = [];
        while (Line($"{label}[{items.Count}]: ") is { Length: > 0 } item)
        {
            items.Add(item);
        }

        return [.. items];
    }

    private void Head(PSHostUserInterface ui, string caption, string message)
    {
        EnsureAllowed();
        ui.WriteLine(string.IsNullOrEmpty(caption) ? "" : Environment.NewLine + caption);
        if (!string.IsNullOrEmpty(message))
        {
            ui.WriteLine(message);
        }
    }

    private string Read(string prompt, bool hidden)
    {
        EnsureAllowed();
        Line line = reader.Read(prompt, hidden);
        if (line.End == LineEnd.Entered)
        {
            return line.Text;
        }

        Interrupt();
        throw new PipelineStoppedException();
    }

    private void EnsureAllowed()
    {
        if (!allowed)
        {
            throw new PSInvalidOperationException(
                "This session is not interactive, so nothing can be asked. Give the value as a parameter.");
        }
    }
}
