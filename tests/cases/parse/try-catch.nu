try { 1 }
try { 1 } catch { 2 }
try { 1 } catch {|e| $e.msg } finally { 3 }
