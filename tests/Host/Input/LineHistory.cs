namespace MicroK8s.Host.Input;

/// <summary>The lines entered in this session, newest last, and the one the arrow keys have reached.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _position;
    private string _draft = "";

    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _position = _lines.Count;
    }

    /// <summary>The line <paramref name="step"/> lines on (below zero: back); the unfinished one is kept.</summary>
    public string Walk(int step, string current)
    {
        if (_position == _lines.Count)
        {
            _draft = current;
        }

        _position = Math.Clamp(_position + step, 0, _lines.Count);
        return _position == _lines.Count ? _draft : _lines[_position];
    }
}
