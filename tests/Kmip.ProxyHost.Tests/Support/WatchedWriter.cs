using System.Text;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Collects what is written from any thread, and can be waited on.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Append(value.ToString());

    public override void WriteLine(string? value) => Append(value + "\n");

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    /// <summary>Waits until the text is there, or until <paramref name="end"/> is.</summary>
    public async Task WaitForAsync(string text, Task end)
    {
        while (true)
        {
            Task changed;
            lock (_text)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }

                changed = _changed.Task;
            }

            if (end.IsCompleted)
            {
                return;
            }

            await Task.WhenAny(changed, end).WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private void Append(string text)
    {
        lock (_text)
        {
            _text.Append(text);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
