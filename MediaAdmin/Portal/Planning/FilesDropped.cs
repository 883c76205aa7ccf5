using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Planning;

/// <summary>Files wait in the browser for their plan (js/upload-plan.js): which drop, how many files, and their paths in order, as many as a plan takes.</summary>
public sealed class FilesDroppedEventArgs : EventArgs
{
    public int Drop { get; set; }
    public int Count { get; set; }
    public string[] Paths { get; set; } = [];
}

[EventHandler("onfilesdropped", typeof(FilesDroppedEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
