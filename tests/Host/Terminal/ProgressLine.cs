using System.Management.Automation;
using System.Text;

namespace MicroK8s.Host.Terminal;

/// <summary>
/// Shows the newest activity on one line that is rewritten in place, and takes it away before other output.
/// Callers hold the output's lock.
/// </summary>
internal sealed class ProgressLine(TerminalFacts terminal)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly List<ProgressRecord> _activities = [];
    private long _drawn;
    private bool _visible;

    public void Update(ProgressRecord record)
    {
        int known = _activities.FindIndex(other => other.ActivityId == record.ActivityId);
        if (known >= 0)
        {
            _activities.RemoveAt(known);
        }

        if (record.RecordType == ProgressRecordType.Processing)
        {
            _activities.Add(record);
        }

        if (_activities.Count == 0)
        {
            Hide();
        }
        else if (known < 0 || !_visible || TimeProvider.System.GetElapsedTime(_drawn) >= s_pause)
        {
            Draw(_activities[^1]);
        }
    }

    public void Hide()
    {
        if (_visible)
        {
            Console.Out.Write("\r\e[K");
            _visible = false;
        }
    }

    /// <summary>Forgets every activity: a pipeline that has ended reports no more.</summary>
    public void Clear()
    {
        _activities.Clear();
        Hide();
    }

    private void Draw(ProgressRecord record)
    {
        string text = Describe(record);
        int room = terminal.Width - 1;
        text = text.Length > room ? text[..room] : text;
        Console.Out.Write(
            terminal.Colour ? $"\r{PSStyle.Instance.Progress.Style}{text}\e[0m\e[K" : $"\r{text}\e[K");
        _drawn = TimeProvider.System.GetTimestamp();
        _visible = true;
    }

    private static string Describe(ProgressRecord record)
    {
        StringBuilder text = new(record.Activity);
        Append(text, ": ", record.StatusDescription);
        Append(text, " · ", record.CurrentOperation);
        Append(text, " · ", record.PercentComplete < 0 ? "" : $"{record.PercentComplete} %");
        TimeSpan left = TimeSpan.FromSeconds(record.SecondsRemaining);
        Append(text, " · ", left < TimeSpan.Zero ? "" : $"{left} left");
        return text.Replace("\r", "").Replace('\n', ' ').Replace("\e", "").ToString();
    }

    private static void Append(StringBuilder text, string separator, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part))
        {
            text.Append(separator).Append(part);
        }
    }
}
