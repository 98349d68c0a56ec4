namespace Kmip.ProxyHost.Credentials;

/// <summary>A settled value and where it came from. The value may be a secret, the source never is; <see cref="ToString"/> gives the source only.</summary>
internal sealed class Setting
{
    /// <summary>Creates the setting.</summary>
    public Setting(string value, SettingOrigin origin, string source)
    {
        Value = value;
        Origin = origin;
        Source = source;
    }

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The kind of source.</summary>
    public SettingOrigin Origin { get; }

    /// <summary>The source in words, for example <c>environment AWS_REGION</c>.</summary>
    public string Source { get; }

    /// <summary>The source.</summary>
    public override string ToString() => Source;
}

/// <summary>Where a value came from, in the order in which the sources are asked.</summary>
internal enum SettingOrigin
{
    Option,

    /// <summary>A variable of ours (<c>KMIP_PROXY_...</c>).</summary>
    ProxyEnvironment,

    /// <summary>A variable that other programs use too (<c>AWS_...</c>): what is set there may be meant for them.</summary>
    Environment,
    File,
    Metadata,
}
