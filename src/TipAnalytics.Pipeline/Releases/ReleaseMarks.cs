namespace TipAnalytics.Pipeline.Releases;

/// <summary>Files in a release folder that say that it is not to be handed on. They are no part of the bundle, so approval changes no byte of it; who copies the folder copies the mark.</summary>
internal static class ReleaseMarks
{
    public const string Draft = "DRAFT.txt";
    public const string Withdrawn = "WITHDRAWN.txt";

    public static bool Contains(string name) => name is Draft or Withdrawn;

    public const string DraftText = "DRAFT. These files are not published. Do not hand them on, and do not quote them.\n";
    public const string WithdrawnText = "WITHDRAWN. Do not use, quote or hand on these files. Delete your copies. The notice beside this folder says why.\n";
}
