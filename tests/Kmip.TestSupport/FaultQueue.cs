namespace Kmip.TestSupport;

/// <summary>What a queue needs to know of a fault; each stand-in for a cloud has its own kinds.</summary>
public interface IFault
{
    /// <summary>How many requests it spoils; -1: all.</summary>
    int Count { get; }

    /// <summary>The service it spoils; null: every one.</summary>
    string? Service { get; }
}

/// <summary>The faults that are to come, in order. Safe for concurrent requests.</summary>
/// <typeparam name="TFault">The faults of the stand-in.</typeparam>
public sealed class FaultQueue<TFault>
    where TFault : class, IFault
{
    private readonly Lock _lock = new();
    private readonly List<(TFault Fault, int Left)> _faults = [];

    public void Add(params ReadOnlySpan<TFault> faults)
    {
        lock (_lock)
        {
            foreach (TFault fault in faults)
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
    public TFault? Take(string service)
    {
        lock (_lock)
        {
            int index = _faults.FindIndex(f => f.Fault.Service is null || f.Fault.Service == service);
            if (index < 0)
            {
                return null;
            }

            (TFault fault, int left) = _faults[index];
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
