namespace Kmip.FakeGcp.Faults;

/// <summary>The faults that are to come, in order. Safe for concurrent requests.</summary>
public sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

    public void Add(params ReadOnlySpan<Fault> faults)
    {
        lock (_lock)
        {
            foreach (Fault fault in faults)
            {
                _faults.Add((fault, fault.Count));
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault for a request to <paramref name="service"/>, used up by one; null: none.</summary>
    public Fault? Take(string service)
    {
        lock (_lock)
        {
            int index = _faults.FindIndex(f => f.Fault.Service is null || f.Fault.Service == service);
            if (index < 0)
            {
                return null;
            }

            (Fault fault, int left) = _faults[index];
            if (left == 1)
            {
                _faults.RemoveAt(index);
            }
            else if (left > 1)
            {
                _faults[index] = (fault, left - 1);
            }

            return fault;
        }
    }
}
