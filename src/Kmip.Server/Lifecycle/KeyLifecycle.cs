using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>What moves an object from one state to another.</summary>
public enum LifecycleStep
{
    /// <summary>The Activate operation, or the activation date is reached.</summary>
    Activate,

    /// <summary>Revoke for a reason other than a compromise, or the deactivation date is reached.</summary>
    Deactivate,

    /// <summary>Revoke because of a compromise.</summary>
    Compromise,

    /// <summary>The Destroy operation.</summary>
    Destroy,
}

/// <summary>
/// The states of an object and the only ways between them (KMIP 1.4 section 3.22, KMIP 2.1 section 4.57), and what a state allows.
/// </summary>
public static class KeyLifecycle
{
    /// <summary>The state after a step; null where the specification has no such transition.</summary>
    public static State? After(State state, LifecycleStep step) => (state, step) switch
    {
        (State.PreActive, LifecycleStep.Activate) => State.Active,
        (State.PreActive, LifecycleStep.Destroy) => State.Destroyed,
        (State.PreActive, LifecycleStep.Compromise) => State.Compromised,
        (State.Active, LifecycleStep.Deactivate) => State.Deactivated,
        (State.Active, LifecycleStep.Compromise) => State.Compromised,
        (State.Deactivated, LifecycleStep.Destroy) => State.Destroyed,
        (State.Deactivated, LifecycleStep.Compromise) => State.Compromised,
        (State.Compromised, LifecycleStep.Destroy) => State.DestroyedCompromised,
        (State.Destroyed, LifecycleStep.Compromise) => State.DestroyedCompromised,
        _ => null,
    };

    /// <summary>
    /// The record as it is at a time: an activation or deactivation date that has come takes effect by itself. The record given is not
    /// changed; the same record is returned where nothing takes effect.
    /// </summary>
    public static ManagedObjectRecord AsOf(ManagedObjectRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        State state = record.State;
        if (state is State.PreActive && record.Attributes.ActivationDate is { } activation && activation <= now)
        {
            state = State.Active;
        }

        if (state is State.Active && record.Attributes.DeactivationDate is { } deactivation && deactivation <= now)
        {
            state = State.Deactivated;
        }

        if (state == record.State)
        {
            return record;
        }

        ManagedObjectRecord current = record.Copy();
        current.Attributes.State = state;
        return current;
    }

    /// <summary>
    /// Whether an object may protect data now (encrypt): it is active and its Protect Stop Date has not come (KMIP 1.4 sections 3.22, 3.26).
    /// </summary>
    public static bool MayProtect(ManagedObjectRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.State is State.Active && !(record.Attributes.ProtectStopDate is { } stop && stop <= now);
    }

    /// <summary>
    /// Whether protected data may be processed with an object now (decrypt): it is active, or was and has ended, also by a compromise, so that
    /// data is not lost; and its Process Start Date has come (KMIP 1.4 sections 3.22, 3.25).
    /// </summary>
    public static bool MayProcess(ManagedObjectRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.State is State.Active or State.Deactivated or State.Compromised
            && !(record.Attributes.ProcessStartDate is { } start && start > now);
    }
}
