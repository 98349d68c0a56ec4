using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Kmip.Server.Kestrel;

/// <summary>
/// Reads one section of the configuration without reflection. Errors are collected, each with the full name of its setting; a name that
/// nobody asked for is an error too, since a misspelt limit would otherwise silently not hold.
/// </summary>
internal sealed class SettingsReader(IConfiguration section, List<string> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A whole number within bounds.</summary>
    public void Number(string name, int least, int most, Action<int> use) => Read(name, $"a whole number from {least} to {most}", text =>
    {
        bool good = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most;
        if (good)
        {
            use(value);
        }

        return good;
    });

    /// <summary>A time such as <c>00:00:30</c>.</summary>
    public void Time(string name, Action<TimeSpan> use) => Read(name, "a time such as 00:00:30", text =>
    {
        bool good = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value > TimeSpan.Zero;
        if (good)
        {
            use(value);
        }

        return good;
    });

    /// <summary>True or false.</summary>
    public void Flag(string name, Action<bool> use) => Read(name, "true or false", text =>
    {
        bool good = bool.TryParse(text, out bool value);
        if (good)
        {
            use(value);
        }

        return good;
    });

    /// <summary>An IP address.</summary>
    public void Address(string name, Action<IPAddress> use) => Read(name, "an IP address", text =>
    {
        bool good = IPAddress.TryParse(text, out IPAddress? value);
        if (good)
        {
            use(value!);
        }

        return good;
    });

    /// <summary>Text that is not empty.</summary>
    public void Text(string name, Action<string> use) => Read(name, "not empty", text =>
    {
        bool good = !string.IsNullOrWhiteSpace(text);
        if (good)
        {
            use(text);
        }

        return good;
    });

    /// <summary>A list of texts of a form.</summary>
    public IReadOnlyCollection<string> Texts(string name, string form, Func<string, bool> hasForm)
    {
        _known.Add(name);
        List<string> texts = [];
        foreach (IConfigurationSection child in section.GetSection(name).GetChildren())
        {
            if (child.Value is { } text && hasForm(text))
            {
                texts.Add(text);
            }
            else
            {
                errors.Add($"{child.Path} must be {form}.");
            }
        }

        return texts;
    }

    /// <summary>A section within this one.</summary>
    public SettingsReader Section(string name)
    {
        _known.Add(name);
        return new SettingsReader(section.GetSection(name), errors);
    }

    /// <summary>Names a setting that must be there and is not.</summary>
    public void Missing(string name) => errors.Add($"{PathOf(name)} is missing.");

    /// <summary>Refuses what was not asked for.</summary>
    public void End()
    {
        foreach (IConfigurationSection child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            errors.Add($"{child.Path} is no setting of the KMIP server. Known here: {string.Join(", ", _known)}.");
        }
    }

    private void Read(string name, string form, Func<string, bool> accept)
    {
        _known.Add(name);
        if (section[name] is { } text && !accept(text))
        {
            errors.Add($"{PathOf(name)} must be {form}.");
        }
    }

    private string PathOf(string name) => section is IConfigurationSection inner ? $"{inner.Path}:{name}" : name;
}
